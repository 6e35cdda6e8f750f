// Package lint runs rules over the model. A rule is a value: metadata and one hook for each kind
// of element that it looks at. The package knows no rule and no file format.
package lint

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Formats is a set of spec.Format.
type Formats uint8

// The sets that a rule can declare.
const (
	ProtoOnly   = Formats(spec.Proto)
	OpenAPIOnly = Formats(spec.OpenAPI)
	BothFormats = ProtoOnly | OpenAPIOnly
)

// Has reports whether the set holds the format.
func (f Formats) Has(format spec.Format) bool { return f&Formats(format) != 0 }

// FixLevel says how much of a rule's findings the tool can mend.
type FixLevel uint8

// The levels.
const (
	NoFix FixLevel = iota
	SometimesFixable
	AlwaysFixable
)

// Meta is everything that is known of a rule before it runs. It is constant.
type Meta struct {
	ID       string // kebab-case, reads well after "allow": "unpaginated-list"
	Title    string // what is wrong, in one line, lower case, no full stop
	Group    string // the folder it lives in: "pagination"
	Severity report.Severity
	Formats  Formats
	AIP      []int  // the AIPs (https://google.aip.dev) it comes from; may be empty
	Since    string // the rules edition that brought it: "2026.1"
	Fix      FixLevel
	Presets  Presets  // the presets that switch it on
	Aliases  []string // IDs that it had before, which go on working

	StrictSeverity report.Severity // what it is in the preset strict, if that is more; Off: no different
}

// Presets is a set of the named rule sets that a configuration starts from.
type Presets = config.Presets

// The presets.
const (
	Relaxed     = config.Relaxed
	Recommended = config.Recommended
	Strict      = config.Strict
	AIP         = config.AIP
)

// Hooks are the functions of a rule, each called for every element of its kind; nil hooks cost
// nothing. Hooks must not keep state between calls: elements come in no promised order and several
// APIs are walked at once. What a rule must know of a whole API it computes in its API hook.
type Hooks struct {
	API       func(*Pass, *spec.API)
	Document  func(*Pass, *spec.Document)
	Service   func(*Pass, *spec.Service)
	Operation func(*Pass, *spec.Operation)
	Parameter func(*Pass, *spec.Parameter)
	Payload   func(*Pass, *spec.Payload)
	Response  func(*Pass, *spec.Response)
	MediaType func(*Pass, *spec.MediaType)
	Type      func(*Pass, *spec.Type)
	Field     func(*Pass, *spec.Field)
	OneOf     func(*Pass, *spec.OneOf)
	EnumValue func(*Pass, *spec.EnumValue)
}

// Rule is one check. It is immutable; Bind makes the hooks that run.
type Rule struct {
	Meta
	defaults json.RawMessage // the options at their defaults; nil: the rule takes none
	bind     func(options json.RawMessage) (Hooks, error)
}

// New returns a rule without options.
func New(meta Meta, hooks Hooks) *Rule {
	return &Rule{Meta: meta, bind: func(json.RawMessage) (Hooks, error) { return hooks, nil }}
}

// NewWith returns a rule with options of type T, a struct with json tags in snake_case and no
// omitempty: the defaults, written as JSON, are what documents the options and what their names
// and types are checked against. If T has a method Validate() error, it refuses values whose names
// and types are right and that make no sense all the same.
func NewWith[T any](meta Meta, defaults T, hooks func(T) Hooks) *Rule {
	text, err := json.Marshal(defaults)
	if err != nil {
		panic(fmt.Sprintf("rule %s: its default options are not JSON: %v", meta.ID, err))
	}
	bind := func(options json.RawMessage) (Hooks, error) {
		var chosen T
		for _, layer := range []json.RawMessage{text, options} {
			if len(layer) == 0 {
				continue
			}
			decoder := json.NewDecoder(bytes.NewReader(layer))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&chosen); err != nil {
				return Hooks{}, fmt.Errorf("options of rule %s: %w", meta.ID, err)
			}
		}
		if v, ok := any(chosen).(interface{ Validate() error }); ok {
			if err := v.Validate(); err != nil {
				return Hooks{}, fmt.Errorf("options of rule %s: %w", meta.ID, err)
			}
		}
		return hooks(chosen), nil
	}
	return &Rule{Meta: meta, defaults: text, bind: bind}
}

// Defaults returns the rule's options at their defaults as a JSON object, or nil if it takes none.
func (r *Rule) Defaults() json.RawMessage { return r.defaults }

// Bind returns the rule's hooks with the options, a JSON object, laid over the defaults.
func (r *Rule) Bind(options json.RawMessage) (Hooks, error) { return r.bind(options) }
