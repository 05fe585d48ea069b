/**
 * The dashboard as people use it: in a real browser, against a whole network with viewers.
 *
 * <p>Start here: {@link io.perigee.demo.dashboard.DashboardTest}.
 */
@NullMarked
package io.perigee.demo.dashboard;

import org.jspecify.annotations.NullMarked;
