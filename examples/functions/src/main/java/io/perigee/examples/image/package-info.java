/** Images in the width that the page asks for. */
@NullMarked
package io.perigee.examples.image;

import org.jspecify.annotations.NullMarked;
