import JSONDocument
import Providers
import Resources

extension JSON {
  /// The three members by which every call of Application Auto Scaling says what is scaled.
  static func scaling(_ resourceId: String) -> JSON {
    [
      "ServiceNamespace": .string(ScaledService.namespace), "ResourceId": .string(resourceId),
      "ScalableDimension": .string(ScaledService.dimension),
    ]
  }

  /// The object with those of another one, which win.
  func with(_ others: JSON) -> JSON {
    var joined = self
    for member in others.objectValue ?? JSONObject() { joined[member.key] = member.value }
    return joined
  }
}
