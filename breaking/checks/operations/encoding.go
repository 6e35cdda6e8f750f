package operations

import (
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/wording"
	"github.com/bylaw-dev/bylaw/spec"
)

var encoding = breaking.New(breaking.Meta{
	ID: "encoding", Title: "how the parts of forms and multipart bodies are written", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: []string{"contentType", "style", "explode", "allowReserved"},
}, breaking.Hooks{Encoding: compareEncoding})

func compareEncoding(p *breaking.Pass, pair breaking.Pair[spec.Encoding]) {
	changed := breaking.On(breaking.JSON, breaking.Protocol, breaking.Incomparable)
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("the part %q has an encoding of its own now, and is written in another way than by default", pair.New.Name), changed)
		return
	case pair.Removed():
		p.Removed(fmt.Sprintf("the part %q has lost its encoding, and is written as by default", pair.Old.Name), changed).
			Cure = "keep the encoding"
		return
	}
	recoded := func(attribute, was, is string) {
		if was != is {
			p.Changed(attribute, was, is, fmt.Sprintf("%s of the part %q was %s and is %s: the other side misreads it",
				attribute, pair.New.Name, wording.OrNone(was), wording.OrNone(is)), changed).
				Cure = fmt.Sprintf("keep %s: %s", attribute, was)
		}
	}
	recoded("contentType", pair.Old.ContentType, pair.New.ContentType)
	recoded("style", pair.Old.Style, pair.New.Style)
	recoded("explode", strconv.FormatBool(pair.Old.Explode), strconv.FormatBool(pair.New.Explode))
	recoded("allowReserved", strconv.FormatBool(pair.Old.AllowReserved), strconv.FormatBool(pair.New.AllowReserved))
}
