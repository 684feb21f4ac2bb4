import JSONDocument

/// For which platforms an image is built, as far as its manifest says it.
///
/// An index names the platform of each of its manifests. A manifest by itself leaves that to its configuration, which is
/// another document of the registry; it is known here where the manifest embeds it, as the member `data` of a descriptor may
/// (OCI image specification, "Content Descriptors").
enum ImagePlatforms {
  /// `linux/arm64`; empty when the manifest does not say.
  static func named(in manifest: String?) -> Set<String> {
    guard let manifest = manifest.flatMap({ JSON.parse($0).document }) else { return [] }
    let entries = (manifest["manifests"]?.arrayValue ?? []).map { $0["platform"] }
    return Set((entries + [configuration(of: manifest)]).compactMap(name))
  }

  private static func configuration(of manifest: JSON) -> JSON? {
    guard let data = manifest["config"]?["data"]?.stringValue, let bytes = Base64.decoded(data) else { return nil }
    return JSON.parse(bytes).document
  }

  /// Attestations have the platform `unknown/unknown`.
  private static func name(_ platform: JSON?) -> String? {
    guard let system = platform?["os"]?.stringValue, let architecture = platform?["architecture"]?.stringValue,
      system != "unknown"
    else { return nil }
    return "\(system)/\(architecture)"
  }
}

/// Base64 of RFC 4648, section 4.
enum Base64 {
  /// Nil for a text that is none.
  static func decoded(_ text: String) -> [UInt8]? {
    let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
    guard text.utf8.count.isMultiple(of: 4), text.utf8.count - digits.count <= 2 else { return nil }
    var bytes: [UInt8] = []
    var (bits, count): (UInt32, Int) = (0, 0)
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      bits = (bits << 6 | UInt32(value)) & 0xFFFFFF
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
