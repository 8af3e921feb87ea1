package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/** What the benchmark is compared with: webhook, the same two mappings, the same HTTP call, and nothing in between. */
public final class BareRoute extends HttpServlet {

    private static final long serialVersionUID = 1;
    private final transient ProducerTemplate route;

    /** The route, with the mappings of those files, to the desk at that address. */
    public BareRoute(Map<String, byte[]> files, String desk) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        context.addComponent("jslt", new MappingComponent(new Mappings(files), null));
        HttpComponent http = new HttpComponent();
        http.setClientConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(64).setMaxConnPerRoute(64).build());
        http.setAutomaticRetriesDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setContentCompressionDisabled(true);
        context.addComponent("http", http);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:bare")
                        .to("jslt:routes:shop/webhook-to-events.jslt")
                        .to("jslt:routes:agents/event-to-request.jslt")
                        .removeHeaders("*")
                        .setHeader("CamelHttpMethod", constant("POST"))
                        .setHeader("CamelHttpPath", constant("/messages"))
                        .setHeader("Content-Type", constant("application/json"))
                        .to(desk)
                        .convertBodyTo(JsonNode.class);
            }
        });
        context.start();
        route = context.createProducerTemplate();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        route.requestBody("direct:bare", Json.MAPPER.readTree(request.getInputStream().readAllBytes()));
        response.setContentType("application/json");
        response.getOutputStream().write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
