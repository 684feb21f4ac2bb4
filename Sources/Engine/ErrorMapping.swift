import Providers
import Recording

/// An error of the state is one of ours.
func mappingStateErrors<T>(_ work: () async throws(StateError) -> T) async throws(EngineError) -> T {
  do {
    return try await work()
  } catch {
    throw .state(error)
  }
}

/// An error of the cloud is one of ours.
func mappingProviderErrors<T>(_ work: () async throws(ProviderError) -> T) async throws(EngineError) -> T {
  do {
    return try await work()
  } catch {
    throw .provider(error)
  }
}
