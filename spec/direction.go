package spec

// MarkDirections sets Type.Direction on every type that the operations of the APIs reach. It has
// to see all APIs at once, for one package's message may travel in another's operation.
func MarkDirections(apis []*API) {
	for _, api := range apis {
		Walk(api, &Visitor{Operation: markOperation})
	}
}

func markOperation(o *Operation) {
	in, out := InRequest, InResponse
	if o.Kind != Call {
		in, out = out, in
	}
	markParameters(o.Parameters, in)
	if o.Request != nil {
		markMedia(o.Request.Content, in)
	}
	for _, r := range o.Responses {
		markParameters(r.Headers, out)
		markMedia(r.Content, out)
	}
	if o.LongRunning != nil {
		mark(o.LongRunning.Response, out)
		mark(o.LongRunning.Metadata, out)
	}
}

func markParameters(parameters []*Parameter, d Direction) {
	for _, p := range parameters {
		mark(p.Type, d)
		markMedia(p.Content, d)
	}
}

func markMedia(media []*MediaType, d Direction) {
	for _, m := range media {
		mark(m.Type, d)
		mark(m.ItemType, d)
	}
}

func mark(t *Type, d Direction) {
	for t != nil && !t.Direction.Has(d) {
		t.Direction |= d
		for _, f := range t.Fields {
			mark(f.Type, d)
		}
		mark(t.Keys, d)
		mark(t.Items, d)
		if t.Schema != nil {
			t.Schema.each(func(sub *Type) { mark(sub, d) })
		}
		t = t.Target
	}
}
