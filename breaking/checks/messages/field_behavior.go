package messages

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var fieldBehavior = breaking.New(breaking.Meta{
	ID: "field-behavior", Title: "who writes a field, when, and what it holds otherwise", Group: "messages",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed},
	AIP: []int{180, 203}, Since: "2026.1",
	Attributes: []string{"(google.api.field_behavior)", "readOnly", "writeOnly"},
}, breaking.Hooks{Field: compareFieldBehavior})

// behaviorRow says what it does that a field gets a behaviour.
type behaviorRow struct {
	bit       spec.Behavior
	name, key string         // in proto; in OpenAPI, "" if it has no such thing
	concerns  spec.Direction // the only direction in which it means something; 0: it means the same in both
	touches   []breaking.Touch
	got, lost string // what it means for whom
}

func behaviorRows() []behaviorRow {
	return []behaviorRow{
		{spec.BehaviorOutputOnly, "OUTPUT_ONLY", "readOnly", spec.InRequest,
			[]breaking.Touch{breaking.On(breaking.Behavior, breaking.Member, breaking.Narrows)},
			"what callers send in it is ignored now, or refused", "callers may set it now"},
		{spec.BehaviorInputOnly, "INPUT_ONLY", "writeOnly", spec.InResponse,
			[]breaking.Touch{breaking.On(breaking.Behavior, breaking.Member, breaking.Withdraws)},
			"consumers that read it find nothing any more", "responses hold it now"},
		{spec.BehaviorImmutable, "IMMUTABLE", "", spec.InRequest,
			[]breaking.Touch{
				breaking.On(breaking.Behavior, breaking.Bound, breaking.Narrows),
				breaking.On(breaking.Behavior, breaking.Promise, breaking.Offers),
			},
			"updates that change it are refused now", "it can change now, and consumers may have kept it for good"},
		{spec.BehaviorUnorderedList, "UNORDERED_LIST", "", 0,
			[]breaking.Touch{breaking.On(breaking.Behavior, breaking.Promise, breaking.Withdraws)},
			"its order means nothing any more", "its order can be relied on now"},
		{spec.BehaviorNonEmptyDefault, "NON_EMPTY_DEFAULT", "", 0,
			[]breaking.Touch{breaking.On(breaking.Behavior, breaking.Promise, breaking.Incomparable)},
			"left empty, it is not stored empty any more", "left empty, it is stored empty now"},
		{spec.BehaviorIdentifier, "IDENTIFIER", "", 0,
			[]breaking.Touch{breaking.On(breaking.Behavior, breaking.Promise, breaking.Incomparable)},
			"it identifies its resource now and is left out when one is created", "it identifies its resource no longer"},
		{spec.BehaviorOptional, "OPTIONAL", "", 0,
			[]breaking.Touch{breaking.On(breaking.Behavior, breaking.Metadata, breaking.Incomparable)},
			"that is what it was without saying so", "it is so without saying so"},
	}
}

func compareFieldBehavior(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() || pair.Old.Behavior == pair.New.Behavior {
		return
	}
	became := pair.Old.Required != pair.New.Required // of that the check required tells, OPTIONAL or not
	for _, row := range behaviorRows() {
		was, is := pair.Old.Behavior.Has(row.bit), pair.New.Behavior.Has(row.bit)
		if was != is && !(became && row.bit == spec.BehaviorOptional) {
			row.report(p, pair.New.Name, is)
		}
	}
}

func (r *behaviorRow) report(p *breaking.Pass, name string, is bool) {
	attribute, word, touches := "(google.api.field_behavior)", r.name, r.touches
	if p.Format == spec.OpenAPI {
		attribute, word = r.key, r.key
	}
	direction := p.Direction
	if r.concerns != 0 {
		direction = r.concerns
	}
	if p.Direction != 0 && !p.Direction.Has(direction) {
		touches = []breaking.Touch{breaking.On(breaking.Behavior, breaking.Metadata, breaking.Incomparable)} // it does not travel where it would matter
	}
	if !is {
		touches = breaking.Inverse(touches)
	}
	change := breaking.Change{Attribute: attribute, From: word, Direction: direction,
		Message: fmt.Sprintf("the %s %q is %s no longer: %s", noun(p), name, word, r.lost)}
	if is {
		change.From, change.To = "", word
		change.Message = fmt.Sprintf("the %s %q is %s now: %s", noun(p), name, word, r.got)
		change.Cure = "leave it as it was, and give the new behaviour to a new " + noun(p)
	}
	p.Report(change, touches...)
}
