import FoundationEssentials
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
    guard let text = manifest["config"]?["data"]?.stringValue, let data = Data(base64Encoded: text) else { return nil }
    return JSON.parse(Array(data)).document
  }

  /// Attestations have the platform `unknown/unknown`.
  private static func name(_ platform: JSON?) -> String? {
    guard let system = platform?["os"]?.stringValue, let architecture = platform?["architecture"]?.stringValue,
      system != "unknown"
    else { return nil }
    return "\(system)/\(architecture)"
  }
}
