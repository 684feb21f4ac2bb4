import AWS
import AWSCommandLine
import JSONDocument
import RemoteState
import TestSupport

/// Where the state of an environment is kept.
enum StatePlace: Sendable {
  case file
  /// A bucket of the simulated cloud.
  case simulatedBucket
  /// An object in a bucket of moto's S3, which the program reaches through the `aws` program.
  case moto(MotoServer, key: String)

  static let bucket = "states"

  /// The member of environment.json that says so.
  var member: String {
    switch self {
    case .file: ""
    case .simulatedBucket: #""state": {"backend": "s3", "bucket": "\#(Self.bucket)", "key": "\#(key)"},"#
    case .moto(let server, let key):
      #""state": {"backend": "s3", "bucket": "\#(Self.bucket)", "key": "\#(key)", "endpoint": "\#(server.address)"},"#
    }
  }

  var key: String {
    switch self {
    case .file, .simulatedBucket: "drill.json"
    case .moto(_, let key): key
    }
  }

  /// Another object of the same kind.
  func renamed(_ name: String) -> StatePlace {
    switch self {
    case .file, .simulatedBucket: self
    case .moto(let server, _): .moto(server, key: "\(name).json")
    }
  }

  /// Moto's objects are not among the files of a place.
  func takeObjects(from other: StatePlace) async throws {
    guard case .moto(let server, let key) = self else { return }
    let store = ObjectStore(client: server.client(isWarm: true), bucket: Self.bucket)
    for suffix in ["", ".lock"] {
      guard case .found(let object) = try await store.read(other.key + suffix) else { continue }
      _ = try await store.write(object.text, to: key + suffix, .absent)
    }
  }

  /// What the program needs to get there.
  var variables: [String: String] {
    guard case .moto(let server, _) = self else { return [:] }
    let folder = server.warmProgram.split(separator: "/").dropLast().joined(separator: "/")
    return MotoServer.credentials.merging(["PATH": "/\(folder):/usr/bin:/bin"]) { $1 }
  }
}
