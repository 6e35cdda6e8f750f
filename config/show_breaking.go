package config

import (
	"path"
	"slices"
)

// breaking shows what holds for changes in the file.
func (s *shower) breaking(file string) {
	b := &s.config.Breaking
	s.row("", "breaking:")
	if level := b.levelOf(file); level.Value != "" {
		s.row(where(level.Span), "  level: %s", level.Value)
	}
	s.row(where(b.Require.Span), "  require: %s", b.Require.Value)
	s.row("", "  severities:")
	for i, axis := range breakingAxes {
		s.grade("    "+axis, b.Severities[i])
	}
	s.grade("    risky", b.Risky)
	s.grade("  unstable", b.Unstable)
	s.row(where(b.Removal.Span), "  removal: %s", b.Removal.Value)
	if len(b.Changes) > 0 {
		s.row("", "  changes:")
	}
	for _, change := range b.Changes {
		s.grade("    "+change.ID, change.Grade)
	}
}

func (s *shower) grade(name string, g Grade) {
	s.row(where(g.Span), "%s: %s", name, g.Severity)
}

// levelOf returns the level that holds for a file; none for one whose format its name doesn't tell.
func (b *Breaking) levelOf(file string) Text {
	switch extension := path.Ext(file); {
	case b.Level.Value != "":
		return b.Level
	case extension == ".proto":
		return Text{Value: "file"}
	case slices.Contains([]string{".yaml", ".yml", ".json"}, extension):
		return Text{Value: "wire_json"}
	}
	return Text{}
}
