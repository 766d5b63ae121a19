/**
 * MCP servers that need a secret: they run beside the sandbox, and the agent reaches them through a
 * door.
 */
package drover.mcp;
