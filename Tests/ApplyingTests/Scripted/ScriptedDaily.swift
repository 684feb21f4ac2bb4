import Providers
import Resources

/// Nobody asks it.
extension ScriptedProvider: TaskReader, LogReader {
  package func tasks(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity: [ObservedTask]] { [:] }

  package func logPage(_ query: LogQuery) async throws(ProviderError) -> LogPage? { nil }
}
