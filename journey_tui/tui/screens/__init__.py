"""The screens: the one to watch on, and what lies over it for a moment. Overlays are imported when they are opened."""
