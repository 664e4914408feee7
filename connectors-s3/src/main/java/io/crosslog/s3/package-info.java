/**
 * Reads records from objects in Tencent COS and other stores that speak S3: {@link io.crosslog.s3.S3Source} for any
 * store, and presets on top of it, one for each cloud service.
 *
 * <p>The AWS client stays behind this package: none of its types is in a public signature.
 */
@NullMarked
package io.crosslog.s3;

import org.jspecify.annotations.NullMarked;
