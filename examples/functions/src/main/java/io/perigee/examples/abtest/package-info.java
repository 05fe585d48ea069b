/** Two variants of the pages, each viewer seeing one of them. */
@NullMarked
package io.perigee.examples.abtest;

import org.jspecify.annotations.NullMarked;
