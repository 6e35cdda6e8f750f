package mock

import (
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// media is one media type of a body, ready to be read or written.
type media struct {
	*ready.Media
	item *spec.Type                        // of streams
	fill func(*wire.Writer, *errors.Error) // writes an error as its schema has it; nil: nothing can
}

func (s *Server) media(m *spec.MediaType) *media {
	item, schema := httpapi.ItemOf(m), m.Type
	if kind := httpapi.KindOf(m); kind == httpapi.Lines || kind == httpapi.Events {
		schema = item
	}
	made := &media{Media: ready.NewMediaOf(m, schema, s.checker), item: item}
	if made.Kind == httpapi.Bytes && httpapi.IsText(made.Name) && !httpapi.IsXML(made.Name) {
		made.Kind = httpapi.Text // of structured schemas too: there is no handler to make their bytes
	}
	return made
}

func names(all []*media) []string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = m.Name
	}
	return names
}

// concrete is a media type that can be sent: a range can't.
func (m *media) concrete() string {
	switch {
	case !strings.Contains(m.Name, "*"):
		return m.Name
	case m.Kind == httpapi.JSON:
		return "application/json"
	case strings.HasPrefix(m.Name, "text/"):
		return "text/plain"
	}
	return "application/octet-stream"
}
