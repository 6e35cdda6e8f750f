package breaking

import "github.com/bylaw-dev/bylaw/spec"

// hook is one hook of one check.
type hook[T any] struct {
	check *Check
	call  func(*Pass, Pair[T])
}

// dispatch holds the hooks of the checks by what they are called for.
type dispatch struct {
	apis         []hook[spec.API]
	documents    []hook[spec.Document]
	services     []hook[spec.Service]
	operations   []hook[spec.Operation]
	parameters   []hook[spec.Parameter]
	requests     []hook[spec.Payload]
	responses    []hook[spec.Response]
	headers      []hook[spec.Parameter]
	mediaTypes   []hook[spec.MediaType]
	encodings    []hook[spec.Encoding]
	links        []hook[spec.Link]
	callbacks    []hook[spec.Callback]
	definitions  []hook[spec.Type]
	types        []hook[spec.Type]
	fields       []hook[spec.Field]
	oneOfs       []hook[spec.OneOf]
	enumValues   []hook[spec.EnumValue]
	branches     []hook[spec.Type]
	declarations []hook[spec.Node]

	claimed map[string]bool // the attributes that a check compares
}

func newDispatch(checks []*Check, format spec.Format) *dispatch {
	d := &dispatch{claimed: map[string]bool{}}
	for _, c := range checks {
		if !c.Formats.Has(format) {
			continue
		}
		for _, name := range c.Attributes {
			d.claimed[name] = true
		}
		h := c.Hooks
		hang(&d.apis, c, h.API)
		hang(&d.documents, c, h.Document)
		hang(&d.services, c, h.Service)
		hang(&d.operations, c, h.Operation)
		hang(&d.parameters, c, h.Parameter)
		hang(&d.requests, c, h.Request)
		hang(&d.responses, c, h.Response)
		hang(&d.headers, c, h.Header)
		hang(&d.mediaTypes, c, h.MediaType)
		hang(&d.encodings, c, h.Encoding)
		hang(&d.links, c, h.Link)
		hang(&d.callbacks, c, h.Callback)
		hang(&d.definitions, c, h.Definition)
		hang(&d.types, c, h.Type)
		hang(&d.fields, c, h.Field)
		hang(&d.oneOfs, c, h.OneOf)
		hang(&d.enumValues, c, h.EnumValue)
		hang(&d.branches, c, h.Branch)
		hang(&d.declarations, c, h.Declaration)
	}
	return d
}

func hang[T any](to *[]hook[T], c *Check, call func(*Pass, Pair[T])) {
	if call != nil {
		*to = append(*to, hook[T]{c, call})
	}
}
