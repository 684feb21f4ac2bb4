package import JSONDocument

extension JSON {
  /// The images that the containers of this task definition name; what names none is left out.
  package var referredImages: [ImageReference] {
    (self["containerDefinitions"]?.arrayValue ?? []).compactMap { $0["image"]?.stringValue.flatMap(ImageReference.init) }
  }
}
