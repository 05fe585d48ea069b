/**
 * The demo's web site: pages, pictures, a film and a small API, put into an origin node's bucket.
 *
 * <p>Start here: {@link io.perigee.demo.site.SampleSite}. Pages are resources; pictures and film are drawn, so that no
 * binary lies in the repository.
 */
@NullMarked
package io.perigee.demo.site;

import org.jspecify.annotations.NullMarked;
