package drover.factory;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * A client that asks once: the outbox decides when it asks again, and would otherwise wait inside
 * the client for as long as a service says.
 */
public final class OneTry implements HttpClientConfigurer {
  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
  }
}
