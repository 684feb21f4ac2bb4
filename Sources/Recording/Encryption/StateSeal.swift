import GRDB
package import JSONDocument
import Sealing
import Synchronization

/// What the values of a state are sealed with: nothing, or the key that the state's header names.
///
/// The one place where values are sealed and opened. A sealed value is a text, `sealed:KEY:…`, bound to the record and the
/// member that it belongs to. Rows, snapshots and exports hold the same texts; nobody else in the program sees them.
struct StateSeal {
  private let key: OpenedKey?

  /// Values stay as they are.
  static let none = StateSeal(key: nil)

  private init(key: OpenedKey?) { self.key = key }

  /// That of the state in a database. Its key was opened before.
  init(_ database: Database) throws {
    self = try StateKeyHeader.read(database).map(StateSeal.init) ?? .none
  }

  init(_ header: StateKeyHeader) throws {
    guard let key = OpenedKeys.current[header.id] else { throw EncryptionProblem.keyMissing }
    self.key = OpenedKey(id: header.id, key: key)
  }

  var isNone: Bool { key == nil }

  private static let prefix = "sealed:"

  static func isSealed(_ text: String) -> Bool { text.hasPrefix(prefix) }

  func seal(_ text: String, for place: String) throws -> String {
    guard let key else { return text }
    let sealed: [UInt8]
    do { sealed = try key.key.seal(Array(text.utf8), for: place) } catch { throw Misuse("OpenSSL's \(error.function) failed") }
    return "\(Self.prefix)\(key.id):\(Base64.text(of: sealed))"
  }

  /// Where values are sealed, one that is not, or is sealed with another key, was put there by somebody else.
  func open(_ text: String, for place: String) throws -> String {
    guard let key else {
      guard !Self.isSealed(text) else { throw EncryptionProblem.tampered(place) }
      return text
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard Self.isSealed(text), parts.count == 3, parts[1] == key.id, let bytes = Base64.bytes(of: parts[2]) else {
      throw EncryptionProblem.tampered(place)
    }
    let plain: [UInt8]?
    do { plain = try key.key.open(bytes, for: place) } catch { throw Misuse("OpenSSL's \(error.function) failed") }
    guard let plain, let opened = String(validating: plain, as: UTF8.self) else { throw EncryptionProblem.tampered(place) }
    return opened
  }
}

extension StateSeal {
  /// The document that a member of a snapshot or an export holds, which stands there as a text when it is sealed.
  func opened(_ written: JSON, for place: String) throws -> JSON {
    guard !isNone else {
      guard written.stringValue.map(Self.isSealed) != true else { throw EncryptionProblem.tampered(place) }
      return written
    }
    guard let text = written.stringValue, let document = try? JSON(text: try open(text, for: place)) else {
      throw EncryptionProblem.tampered(place)
    }
    return document
  }
}

struct OpenedKey: Sendable {
  let id: String
  let key: SealingKey
}

/// The keys that were opened in this run of the program, by their ids.
final class OpenedKeys: Sendable {
  static let current = OpenedKeys()

  private let keys = Mutex<[String: SealingKey]>([:])

  private init() {}

  subscript(id: String) -> SealingKey? { keys.withLock { $0[id] } }

  func add(_ key: SealingKey, id: String) { keys.withLock { $0[id] = key } }
}

/// How a state is encrypted: which key its values are sealed with, wrapped by somebody's.
package struct StateKeyHeader: Sendable, Equatable {
  /// Tells keys apart; nothing secret.
  let id: String
  let wrapped: JSON

  init(id: String, wrapped: JSON) {
    self.id = id
    self.wrapped = wrapped
  }

  package var json: JSON { ["id": .string(id), "cipher": "AES-256-GCM", "key": wrapped] }

  /// Nil for what is none.
  package init?(_ json: JSON?) {
    guard let json, let id = json["id"]?.stringValue, id.utf8.count == 32, id.allSatisfy(\.isHexDigit),
      json["cipher"]?.stringValue == "AES-256-GCM", let wrapped = json["key"], wrapped.objectValue != nil
    else { return nil }
    self.init(id: id, wrapped: wrapped.unmarked)
  }

  // MARK: In a file

  static func read(_ database: Database) throws -> StateKeyHeader? {
    guard try Schema.hasTable("encryption", database),
      let text = try String.fetchOne(database.cachedStatement(sql: "SELECT header FROM encryption WHERE id = 1"))
    else { return nil }
    guard let header = StateKeyHeader(try? JSON(text: text)) else { throw Damage("what says how it is encrypted cannot be read") }
    return header
  }

  static func write(_ header: StateKeyHeader?, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM encryption")
    guard let header else { return }
    try database.execute(sql: "INSERT INTO encryption (id, header) VALUES (1, ?)", arguments: [header.json.text()])
  }

  static let table = "CREATE TABLE encryption (id INTEGER PRIMARY KEY CHECK (id = 1), header TEXT NOT NULL) STRICT;"
}

/// Why an encrypted state could not be used.
package enum EncryptionProblem: Error, Sendable, Equatable {
  /// It is encrypted, and the environment names no key.
  case keyMissing
  /// None of these keys opens it.
  case otherKey([String])
  /// A key cannot be used.
  case keyUnusable(String)
  /// What is sealed for this place is not what was sealed.
  case tampered(String)
  /// The environment names a key, and the state is not encrypted.
  case notEncrypted
}

extension EncryptionProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .keyMissing: "it is encrypted, and the environment names no key that opens it"
    case .otherKey(let names): "it is encrypted, and \(names.joined(separator: " and ")) does not open it"
    case .keyUnusable(let what): "its key cannot be used: \(what)"
    case .tampered(let place): "what is sealed as \(place) was changed by something else"
    case .notEncrypted: "it is not encrypted, although the environment says that it is"
    }
  }
}
