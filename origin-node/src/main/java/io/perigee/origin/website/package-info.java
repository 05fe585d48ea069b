/**
 * Static website hosting with Amazon S3's rules, dynamic routes beside it, and what was asked for.
 *
 * <p>Start here: {@link io.perigee.origin.website.WebsiteHandler}.
 */
@NullMarked
package io.perigee.origin.website;

import org.jspecify.annotations.NullMarked;
