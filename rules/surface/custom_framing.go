package surface

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type customFramingOptions struct {
	Payloads []string `json:"payloads"`
	Frames   []string `json:"frames"`
}

var customFraming = lint.NewWith(lint.Meta{
	ID:       "custom-framing",
	Title:    "a protocol of its own travels in bytes within the API's",
	Group:    "surface",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, customFramingOptions{
	Payloads: []string{"payload", "frame", "packet", "body", "data", "message", "content"},
	Frames: []string{"message_type", "payload_type", "frame_type", "packet_type", "opcode", "op_code", "msg_type", "length", "payload_length", "checksum", "crc", "crc32",
		"sequence", "sequence_number", "seq", "seq_no", "correlation_id", "magic", "protocol_version", "frame_id", "flags"},
}, func(options customFramingOptions) lint.Hooks {
	return lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
		if t.Kind != spec.KindObject || t.Direction == 0 || len(t.Fields) < 3 || len(t.Fields) > 12 {
			return
		}
		var payload *spec.Field
		var frame []string
		for _, f := range t.Fields {
			name := words.Snake.Write(f.Name)
			switch {
			case isBytes(f.Type.Resolve()) && slices.Contains(options.Payloads, name):
				payload = f
			case slices.Contains(options.Frames, name):
				frame = append(frame, f.Name)
			}
		}
		if payload != nil && len(frame) >= 2 {
			p.Report(&payload.Node, payload.NameSpan,
				fmt.Sprintf("%s carries bytes, and %s say how to read them: no tool validates, generates or compares what really is exchanged", payload.Name, phrase.And(frame)),
				lint.Cure("declare a message or schema for each kind, with oneof, and leave lengths, order and checksums to the transport"))
		}
	}}
})

// isBytes reports whether a value is bytes that no one has described.
func isBytes(t *spec.Type) bool {
	return t.Kind == spec.KindBytes || t.Kind == spec.KindString && (t.Format == "byte" || t.Format == "binary" || t.Schema != nil && t.Schema.ContentEncoding == "base64")
}
