package io.crosslog.campaign;

import io.crosslog.Pipeline;
import io.crosslog.PipelineSettings;
import io.crosslog.checkpoint.FileCheckpointStore;
import io.crosslog.checkpoint.jdbc.JdbcCheckpointStore;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.reject.FileRejections;
import io.crosslog.s3.TencentCosS3;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.CheckpointStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * From a bucket, as COS shows it, to an SLS endpoint, each reached as through a proxy.
 *
 * @param s3Port port of the S3 server
 * @param slsPort port of the SLS endpoint
 * @param directory where checkpoints and rejected records are kept
 * @param database address of the checkpoints' database; empty to keep them in files
 * @param onePass whether to end with what is there
 */
record BucketRoute(int s3Port, int slsPort, Path directory, String database, boolean onePass) {

    static final String BUCKET = "logs-1250000000";
    static final String HOST = "cos.ap-guangzhou.myqcloud.com";
    static final Duration LEASE = Duration.ofSeconds(5);
    static final int BUFFER = 8 << 20;

    Pipeline.Builder pipeline() {
        TencentCosS3.Builder source = TencentCosS3.builder()
                .region("ap-guangzhou")
                .bucket(BUCKET)
                .prefix("waf/")
                .credentials(fixed(Route.SECRET_ID, Route.SECRET_KEY))
                .endpoint(URI.create("http://" + HOST))
                .allowPlainHttp()
                .proxy(URI.create("http://127.0.0.1:" + s3Port))
                .pollInterval(Duration.ofSeconds(1));
        if (onePass) {
            source.onePass();
        }
        return Pipeline.named("bucket")
                .from(source.build())
                .decode(JsonDecoder.create())
                .to(SlsSink.builder()
                        .region("cn-shanghai")
                        .project(Route.PROJECT)
                        .logstore(Route.LOGSTORE)
                        .credentials(fixed(Route.ACCESS_KEY, Route.ACCESS_SECRET))
                        .allowHttp()
                        .proxy("127.0.0.1", slsPort)
                        .build())
                .checkpoints(checkpoints())
                .rejectTo(FileRejections.in(rejections()))
                .settings(PipelineSettings.builder()
                        .readers(2)
                        .bufferedBytes(BUFFER)
                        .checkpointInterval(Duration.ofMillis(200))
                        .retryDelays(Duration.ofMillis(50), Duration.ofMillis(500))
                        .drainTime(Duration.ofSeconds(20))
                        .build());
    }

    private CheckpointStore checkpoints() {
        if (database.isEmpty()) {
            return FileCheckpointStore.in(directory.resolve("checkpoints"));
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database);
        return JdbcCheckpointStore.builder(source).lease(LEASE).build();
    }

    /** Each process has its own, as a directory of rejections is for one. */
    private Path rejections() {
        return directory.resolve("rejections-" + ProcessHandle.current().pid());
    }

    List<String> toArguments() {
        return List.of(
                Integer.toString(s3Port),
                Integer.toString(slsPort),
                directory.toString(),
                database,
                Boolean.toString(onePass));
    }

    static BucketRoute of(String[] arguments) {
        return new BucketRoute(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                arguments[3],
                Boolean.parseBoolean(arguments[4]));
    }

    private static CredentialsProvider fixed(String id, String secret) {
        return CredentialsProvider.fixed(Credentials.of(id, secret));
    }
}
