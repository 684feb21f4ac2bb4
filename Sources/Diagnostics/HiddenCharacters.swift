extension Unicode.Scalar {
  /// Whether a character shows nothing of itself: it steers the terminal, turns the direction of writing, or is invisible.
  ///
  /// By Unicode's own properties, so that tag characters, fillers and what later versions bring are among them. The two
  /// selectors of emoji's look are not.
  package var isHidden: Bool {
    switch value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x34F, 0x2010..<0x2028, 0x2030..<0x2060, 0x2190..<0x2800, 0xFE0E...0xFE0F: false
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x2029, 0x2800: true
    default:
      properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format || properties.isNoncharacterCodePoint
    }
  }
}
