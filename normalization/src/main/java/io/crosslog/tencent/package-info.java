/** What Tencent Cloud's logs look like: the decoder for log service (CLS) records, and the rules for its security products. */
@NullMarked
package io.crosslog.tencent;

import org.jspecify.annotations.NullMarked;
