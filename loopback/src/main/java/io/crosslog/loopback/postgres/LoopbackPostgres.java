package io.crosslog.loopback.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL on a free port of 127.0.0.1, its binaries from Maven Central, its data in a temporary directory. It
 * trusts the user {@code postgres} with any password.
 *
 * <p>PostgreSQL does not run as root: there it runs in a user namespace of its own, which some containers forbid. For Linux and
 * Windows there are binaries for amd64 only. Ask {@link #whyNot()} first, and skip what cannot run with that as the reason.
 *
 * <p>Safe for concurrent calls.
 */
public final class LoopbackPostgres implements AutoCloseable {
    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;

    private LoopbackPostgres(Path directory) throws IOException {
        this.directory = directory;
        this.server = run(0);
        this.port = server.getPort();
    }

    /** Why no PostgreSQL can run here, or null if nothing is known to be in the way. */
    public static @Nullable String whyNot() {
        String system = System.getProperty("os.name", "");
        String lacking = binariesLacking(system, System.getProperty("os.arch", ""));
        if (lacking != null || !system.equals("Linux") || !"root".equals(System.getProperty("user.name"))) {
            return lacking;
        }
        String refused =
                "PostgreSQL does not run as root, and this machine grants no user namespace (unshare -U) to run it"
                        + " as somebody else; run the tests as another user";
        try {
            Process process = new ProcessBuilder("unshare", "-U", "id", "-u")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? null : refused;
        } catch (IOException e) {
            return refused + " (" + e.getMessage() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Of the machines that have no binaries those that are known; a Mac runs those of the other architecture. */
    static @Nullable String binariesLacking(String system, String architecture) {
        boolean served = system.startsWith("Mac") || architecture.equals("amd64") || architecture.equals("x86_64");
        return served
                ? null
                : "the PostgreSQL that comes from Maven Central is not for " + system + " on " + architecture
                        + " but for amd64; run the tests on such a machine";
    }

    /**
     * Starts a server with an empty database; takes some seconds.
     *
     * @throws IOException if it does not start
     */
    public static LoopbackPostgres start() throws IOException {
        return new LoopbackPostgres(Files.createTempDirectory("crosslog-postgres"));
    }

    /** The address for JDBC, user included. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** A source of connections, each of them new. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        return source;
    }

    /**
     * Runs a statement as the database's owner.
     *
     * @throws SQLException if the server refuses it
     */
    public void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Stops the server; clients lose their connections and get no new ones. */
    public synchronized void goDown() throws IOException {
        server.close();
    }

    /** Starts the server again after {@link #goDown}, on the same port with the same data. */
    public synchronized void comeUp() throws IOException {
        server = run(port);
    }

    /** Stops the server and deletes its data. */
    @Override
    public synchronized void close() throws IOException {
        server.close();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private EmbeddedPostgres run(int wantedPort) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off")
                .setConnectConfig("connectTimeout", "10");
        return (wantedPort == 0 ? builder : builder.setPort(wantedPort)).start();
    }
}
