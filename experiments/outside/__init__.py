"""The world outside the shop, which both arms call and neither owns."""
