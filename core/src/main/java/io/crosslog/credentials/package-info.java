/** Access keys and the providers that hand them out, asked anew each time so that keys can be rotated. */
@NullMarked
package io.crosslog.credentials;

import org.jspecify.annotations.NullMarked;
