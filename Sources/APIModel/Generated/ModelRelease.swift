// swift-format-ignore-file
// Written by scripts/generate-model.py from botocore 1.44.8. Do not edit; run `make model`.

extension ModelRelease {
  /// Of the model that this program knows.
  package static let known = ModelRelease(botocore: "1.44.8", date: "2026-11-20")
}
