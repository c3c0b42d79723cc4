import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.plugins.PluginsLoader;

/** One Elasticsearch node for this container's network; ends with its process. */
public class Node {
    public static void main(String[] arguments) throws Exception {
        var home = Path.of("/usr/share/elasticsearch");
        var settings = Settings.builder()
            .put("path.home", home).put("path.data", home.resolve("data")).put("path.logs", home.resolve("logs"))
            .put("network.host", "0.0.0.0").put("discovery.type", "single-node")
            .put("cluster.name", "cleave").put("node.name", "standin").build();
        var environment = InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), home.resolve("config"), () -> "standin");
        var modules = PluginsLoader.loadModulesBundles(environment.modulesDir());
        var node = new org.elasticsearch.node.Node(
            environment, PluginsLoader.createPluginsLoader(modules, Set.of(), Map.of(), false));
        node.start();
        new CountDownLatch(1).await();
    }
}
