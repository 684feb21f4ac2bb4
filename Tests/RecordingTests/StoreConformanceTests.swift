import StoreConformance
import Testing

/// What every store promises. The same cases run on S3 of others in `AWSCommandLineTests`.
@Suite struct StoreConformanceTests {
  @Test("Kept by every store", arguments: StoreKind.allCases, StoreCase.all)
  func promise(_ kind: StoreKind, _ promise: StoreCase) async throws {
    try await promise.verify(StateSetting(kind, in: try TemporaryFolder()))
  }
}
