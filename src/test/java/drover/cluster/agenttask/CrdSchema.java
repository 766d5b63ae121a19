package drover.cluster.agenttask;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import drover.json.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** The schema in {@code k8s/base/crd.yaml}, as the API server holds AgentTasks to it. */
final class CrdSchema {
  private static final JsonNode TREE =
      Json.tree(Serialization.asJson(ApiServer.definition()))
          .at("/spec/versions/0/schema/openAPIV3Schema");

  // formats are enforced by the API server; unknown fields are dropped by it, not refused
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(TREE, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());

  private CrdSchema() {}

  static JsonNode tree() {
    return TREE;
  }

  static List<String> complaints(String json) {
    return SCHEMA.validate(Json.tree(json)).stream().map(ValidationMessage::getMessage).toList();
  }

  /** Of a resource as a file has it. */
  static List<String> complaintsAboutYaml(String yaml) {
    return complaints(Serialization.asJson(Serialization.<HasMetadata>unmarshal(yaml)));
  }
}
