import TestSupport
import Testing

/// Runs one server for all tests of a suite.
struct MotoTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withoutActuallyEscaping(function) { function in try await MotoServer.running(function) }
  }
}

extension Trait where Self == MotoTrait {
  static var moto: MotoTrait { MotoTrait() }
}

/// Everything that runs the real `aws` program against moto.
@Suite(
  "The real aws program and moto",
  .enabled(if: MotoServer.isInstalled, "the aws program and moto are not in .venv; next: run scripts/setup --test-tools"),
  .moto)
struct MotoTests {}
