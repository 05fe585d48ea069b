/**
 * AWS Signature Version 4: who signed a request, and whether it is what was signed. Knows nothing of servers or disks.
 *
 * <p>Start here: {@link io.perigee.origin.sigv4.SignatureVerifier}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html">Authenticating
 *     requests (Signature Version 4)</a>
 */
@NullMarked
package io.perigee.origin.sigv4;

import org.jspecify.annotations.NullMarked;
