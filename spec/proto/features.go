package proto

import (
	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
)

// features are the settings of editions that change what a declaration means. proto2 and proto3
// are two fixed combinations of them.
type features struct {
	presence  spec.Presence // of fields without a label
	open      bool          // enums keep numbers that they don't name
	delimited bool          // message fields are encoded as groups
}

func (d dialect) features() features {
	switch d {
	case proto3:
		return features{presence: spec.PresenceImplicit, open: true}
	case edition2023:
		return features{presence: spec.PresenceExplicit, open: true}
	}
	return features{presence: spec.PresenceExplicit}
}

// with returns the features that hold inside of a declaration with these options.
func (f features) with(o options) features {
	if !o.has("features") {
		return f
	}
	set := o.value("features")
	switch set.Get("field_presence").String() {
	case "EXPLICIT":
		f.presence = spec.PresenceExplicit
	case "IMPLICIT":
		f.presence = spec.PresenceImplicit
	case "LEGACY_REQUIRED":
		f.presence = spec.PresenceRequired
	}
	switch set.Get("enum_type").String() {
	case "OPEN":
		f.open = true
	case "CLOSED":
		f.open = false
	}
	switch set.Get("message_encoding").String() {
	case "DELIMITED":
		f.delimited = true
	case "LENGTH_PREFIXED":
		f.delimited = false
	}
	return f
}

// fieldPresence says how a field that holds one value is told from an absent one.
func (f features) fieldPresence(syntax dialect, label *ast.FieldLabel, inOneOf, message bool) spec.Presence {
	switch {
	case label.Required:
		return spec.PresenceRequired
	case inOneOf, label.IsPresent():
		return spec.PresenceExplicit
	case message && f.presence == spec.PresenceImplicit:
		return spec.PresenceExplicit
	}
	return f.presence
}
