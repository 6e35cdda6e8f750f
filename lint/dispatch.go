package lint

import "github.com/bylaw-dev/bylaw/spec"

// call is one hook of one rule, ready to run on one API.
type call[T any] struct {
	pass *Pass
	hook func(*Pass, *T)
}

// dispatch holds the hooks of one profile by what they look at, so that an element costs nothing
// for the rules that don't care for its kind.
type dispatch struct {
	apis       []call[spec.API]
	documents  []call[spec.Document]
	services   []call[spec.Service]
	operations []call[spec.Operation]
	parameters []call[spec.Parameter]
	payloads   []call[spec.Payload]
	responses  []call[spec.Response]
	mediaTypes []call[spec.MediaType]
	types      []call[spec.Type]
	fields     []call[spec.Field]
	oneOfs     []call[spec.OneOf]
	enumValues []call[spec.EnumValue]
}

func newDispatch(w *walk, profile *profile) *dispatch {
	d := &dispatch{}
	for _, b := range profile.rules {
		if b.rule.Formats.Has(w.api.Format) {
			d.add(w, profile, b)
		}
	}
	return d
}

func (d *dispatch) add(w *walk, profile *profile, b bound) {
	pass := &Pass{API: w.api, Words: w.words, rule: b.rule, walk: w}
	add(&d.apis, &Pass{API: w.api, Words: w.words, rule: b.rule, walk: w, only: profile}, b.hooks.API)
	add(&d.documents, pass, b.hooks.Document)
	add(&d.services, pass, b.hooks.Service)
	add(&d.operations, pass, b.hooks.Operation)
	add(&d.parameters, pass, b.hooks.Parameter)
	add(&d.payloads, pass, b.hooks.Payload)
	add(&d.responses, pass, b.hooks.Response)
	add(&d.mediaTypes, pass, b.hooks.MediaType)
	add(&d.types, pass, b.hooks.Type)
	add(&d.fields, pass, b.hooks.Field)
	add(&d.oneOfs, pass, b.hooks.OneOf)
	add(&d.enumValues, pass, b.hooks.EnumValue)
}

func add[T any](calls *[]call[T], pass *Pass, hook func(*Pass, *T)) {
	if hook != nil {
		*calls = append(*calls, call[T]{pass, hook})
	}
}

// each runs the calls on the element. A hook that panics ends alone: the others still run.
func each[T any](w *walk, calls []call[T], element *T, node *spec.Node) {
	if len(calls) == 0 || w.cancelled() {
		return
	}
	at := 0
	defer func() {
		if value := recover(); value != nil {
			w.panicked(calls[at].pass.rule, node, value)
			each(w, calls[at+1:], element, node)
		}
	}()
	for ; at < len(calls); at++ {
		calls[at].hook(calls[at].pass, element)
	}
}
