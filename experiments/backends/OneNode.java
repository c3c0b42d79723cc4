import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Elasticsearch as one node, from its jars alone: OneNode HOME DATA HTTP_PORT PORT [HOST], on loopback if
 * no host is said. It has no plugin but the HTTP server below HOME/modules: no security, no ingest, no
 * scripts.
 */
public final class OneNode {
    public static void main(String[] args) throws Exception {
        LogConfigurator.configureESLogging();
        Settings settings = Settings.builder()
            .put("path.home", args[0])
            .put("path.data", args[1])
            .put("cluster.name", "lab")
            .put("node.name", "one")
            .put("discovery.type", "single-node")
            .put("network.host", args.length > 4 ? args[4] : "127.0.0.1")
            .put("http.type", "netty4")
            .put("http.port", args[2])
            .put("transport.type", "netty4")
            .put("transport.port", args[3])
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        Environment environment = new Environment(settings, null);
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(Path.of(args[0], "modules")), Set.of(), Map.of(), false);
        Node node = new Node(environment, plugins);
        node.start();
        new CountDownLatch(1).await(); // its own threads are daemons
    }
}
