package dev.baton.camel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.webhook.SigningSecret;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ErrorHandlerDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The small Camel context that one version of a channel lives in. It gets everything from the core, in code, and nothing from anywhere else. */
public final class ChannelContext implements AutoCloseable {

    /**
     * What a context is made of.
     *
     * @param channel       the channel's name
     * @param version       content hash of its files
     * @param files         its own copy of them, by path relative to the routes folder
     * @param mappings      those among the files
     * @param placeholders  the value of {@code {{channel.x}}} for x, or null for none
     * @param settings      what routes and mappings may know
     * @param secrets       to be left out of what people read
     * @param url           the address of the platform's API, or null
     * @param authorization for calls to that address's host, or null
     * @param signing       the secret that those calls are signed with, or null
     * @param headers       lower-case names of HTTP headers that routes may send beside the usual ones
     * @param pace          how fast the platform may be called
     */
    public record Plan(String channel, String version, Map<String, byte[]> files, Mappings mappings, UnaryOperator<String> placeholders,
            ObjectNode settings, Secrets secrets, String url, String authorization, SigningSecret signing, Set<String> headers, Pace pace) {
    }

    private final DefaultCamelContext context = new DefaultCamelContext() {
        @Override
        protected ClassResolver createClassResolver() {
            return new KnownResources(this);
        }
    };
    private final Doors doors;
    private final PoolingHttpClientConnectionManager connections;

    /** Loads the routes without starting them; {@code wire} is null for the real network. */
    public ChannelContext(Plan plan, Book book, HttpTimes times, Clock clock, Wire wire) throws Exception {
        doors = new Doors(plan.channel(), plan.version(), plan.settings(), plan.secrets(), book, clock);
        context.getCamelContextExtension().setName(plan.channel() + "-" + plan.version());
        context.disableJMX();
        // Whoever stops it has waited already: what is still inside after that is given up.
        context.getShutdownStrategy().setTimeout(1);
        context.setSourceLocationEnabled(true);
        context.setLoadTypeConverters(true);
        context.getPropertiesComponent().addPropertiesSource(new PropertiesSource() {
            @Override
            public String getName() {
                return "channel";
            }

            @Override
            public String getProperty(String name) {
                return name.startsWith("channel.") ? plan.placeholders().apply(name.substring("channel.".length())) : null;
            }
        });
        // Without it Camel looks through all its converters, in vain, at each call that names its method.
        context.getTypeConverterRegistry().addTypeConverter(HttpMethods.class, String.class,
                new SimpleTypeConverter(false, (type, exchange, method) -> HttpMethods.valueOf(((String) method).trim().toUpperCase(Locale.ROOT))));
        connections = connections(times);
        Coverage coverage = wire == null ? null : wire.coverage();
        Calls calls = new Calls(book, times, clock, plan.url(), plan.authorization(), plan.signing(), plan.pace(), wire);
        context.addComponent("baton", new BatonComponent(doors));
        context.addComponent("jslt", new MappingComponent(plan.mappings(), coverage));
        context.addComponent("http", http(plan, times, calls));
        context.addComponent("https", http(plan, times, calls));
        List<Resource> routes = new ArrayList<>();
        plan.files().forEach((file, bytes) -> {
            if (file.endsWith(".camel.yaml")) {
                routes.add(ResourceHelper.fromBytes(file, bytes));
            }
        });
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(routes);
            if (coverage != null) {
                coverage.routes(context.getRouteDefinitions());
                context.getCamelContextExtension().addInterceptStrategy(coverage.steps());
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private HttpComponent http(Plan plan, HttpTimes times, Calls calls) {
        HttpComponent http = new HttpComponent();
        http.setClientConnectionManager(connections);
        http.setConnectTimeout(times.connect().toMillis());
        http.setConnectionRequestTimeout(times.connect().toMillis());
        http.setResponseTimeout(times.response().toMillis());
        http.setSoTimeout(times.response().toMillis());
        http.setAutomaticRetriesDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setAuthCachingDisabled(true);
        http.setRedirectHandlingDisabled(true);
        http.setContentCompressionDisabled(true);
        http.setDefaultUserAgentDisabled(true);
        http.setHeaderFilterStrategy(new HeaderFilter(plan.headers()));
        http.setHttpClientConfigurer(calls::around);
        return http;
    }

    private static PoolingHttpClientConnectionManager connections(HttpTimes times) {
        Timeout response = Timeout.of(times.response());
        return PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(times.connections()).setMaxConnPerRoute(times.connections())
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(response).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(times.connect())).setSocketTimeout(response)
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500)).setTimeToLive(TimeValue.ofMinutes(10)).build())
                .build();
    }

    /** The redelivery policy that the deliver route carries for the ledger, or null for none; asked before {@link #start}. */
    public RedeliveryPolicyDefinition redelivery() {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (route.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition policy) {
                return policy.getRedeliveryPolicy();
            }
        }
        return null;
    }

    /**
     * Opens the doors. Routes run without an error handler: what they throw reaches the door, and it is the ledger that repeats, so nothing waits in
     * memory and no request whose outcome is unknown is sent again.
     */
    public void start() {
        context.getRouteDefinitions().forEach(route -> {
            route.setErrorHandlerRef(null);
            route.setErrorHandler(new ErrorHandlerDefinition());
            route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
        });
        context.start();
    }

    /** The ids of the routes. */
    public List<String> routes() {
        return context.getRouteDefinitions().stream().map(RouteDefinition::getId).toList();
    }

    /** The way in. */
    public Doors doors() {
        return doors;
    }

    /** Whether it was closed. */
    public boolean isStopped() {
        return context.isStopped();
    }

    /** Stops at once: nobody may be inside any more. */
    @Override
    public void close() {
        context.stop();
        connections.close();
    }
}
