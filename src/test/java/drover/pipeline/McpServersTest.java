package drover.pipeline;

import static drover.claude.ScriptedStep.toolUse;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.view.RunDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real CLI uses a server that runs beside it, and never sees the server's secret. */
@NeedsRealClaudeCli
class McpServersTest {
  private static final String SECRET = "sntrys_fake_token_of_the_mcp_tests_0123456789";
  private static final String SERVER =
      """
      const reply = (id, result) =>
        process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
      require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const asked = JSON.parse(line);
        if (asked.method === 'initialize') {
          reply(asked.id, {
            protocolVersion: asked.params.protocolVersion,
            capabilities: { tools: {} },
            serverInfo: { name: 'vault', version: '1' } });
        } else if (asked.method === 'tools/list') {
          reply(asked.id, { tools: [{ name: 'measure', description: 'Measures the token',
            inputSchema: { type: 'object', properties: {} } }] });
        } else if (asked.method === 'tools/call') {
          const length = (process.env.VAULT_TOKEN || '').length;
          reply(asked.id, { content: [{ type: 'text', text: 'a token of ' + length + ' characters' }] });
        } else if (asked.id !== undefined) {
          reply(asked.id, {});
        }
      });
      """;

  private RealCliBench bench;

  @BeforeEach
  void configure(@TempDir Path folder) throws IOException {
    Path server = Files.writeString(folder.resolve("server.js"), SERVER);
    Path configuration =
        Files.writeString(
            folder.resolve("application.yaml"),
            """
            drover:
              mcp:
                servers:
                  vault: {command: node, args: ["%s"], secrets: [VAULT_TOKEN]}
              jobs:
                publisher:
                  agent: "" # the shipped one lists its tools, and these are not among them
                  mcp: [vault]
                  allowed-tools: [Bash, Write, mcp__vault]
            """
                .formatted(server));
    bench = RealCliBench.in(folder);
    bench.factory().with("DROVER_CONFIG", configuration.toString());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void the_agent_asks_the_server_and_the_secret_stays_with_it() {
    bench.factory().with("VAULT_TOKEN", SECRET);
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(
            toolUse("mcp__vault__measure", Map.of()),
            says.write("A draft"),
            says.commit("Add a post"),
            says.report());
    says.passing();

    RunDocument run = bench.publish("Write about secrets");

    assertThat(run.summary().outcome()).as(run.summary().reason().orElse("")).hasValue("delivered");
    assertThat(bench.api().messageRequests())
        .anySatisfy(
            request ->
                assertThat(request.body().toString())
                    .contains("a token of " + SECRET.length() + " characters"))
        .allSatisfy(request -> assertThat(request.body().toString()).doesNotContain(SECRET));
  }

  @Test
  void a_secret_that_is_not_there_ends_the_run_before_the_agent_begins() {
    RunDocument run = bench.publish("Write about secrets");

    assertThat(run.summary().reason())
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .startsWith(
                        "mcp-secret: VAULT_TOKEN is not set, which drover.mcp.servers.vault"));
    assertThat(bench.api().messageRequests()).isEmpty();
  }
}
