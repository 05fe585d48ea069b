/**
 * CBOR Web Tokens (RFC 8392) as CloudFront Functions validate and make them: authenticated with HMAC-SHA256 in a COSE_Mac0 structure (RFC 8152,
 * section 6.2).
 *
 * <p>Start here: {@link io.perigee.functions.cwt.WebToken}. It knows nothing of JavaScript; values come and go in the notation of {@link
 * io.perigee.functions.cwt.Notation}.
 */
@NullMarked
package io.perigee.functions.cwt;

import org.jspecify.annotations.NullMarked;
