/**
 * What a request tells of its viewer: address, place, device, connection.
 *
 * <p>Start here: {@link io.perigee.geo.viewer.ClientAddress} finds the address,
 * {@link io.perigee.geo.viewer.ViewerHeaders} the values of CloudFront's request headers.
 */
@NullMarked
package io.perigee.geo.viewer;

import org.jspecify.annotations.NullMarked;
