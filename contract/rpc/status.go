package rpc

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/spec"
)

// Status is how a call ended.
type Status struct {
	Code    uint32
	Message string
}

// codes are the names of gRPC's status codes, by number.
var codes = []string{
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
	"UNAUTHENTICATED",
}

// String returns the name of the code ("NOT_FOUND").
func (s Status) String() string {
	if int(s.Code) < len(codes) {
		return codes[s.Code]
	}
	return strconv.FormatUint(uint64(s.Code), 10)
}

// StatusOf reads the status in the trailers of a call, or in headers that are all there is of it. Without
// one the call has not ended as gRPC says.
func StatusOf(trailers http.Header) (Status, error) {
	text := trailers.Get("Grpc-Status")
	if text == "" {
		return Status{}, errors.New("the call ended without a status")
	}
	code, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return Status{}, errors.New("the call ended with a status that is no number")
	}
	message := trailers.Get("Grpc-Message")
	if plain, err := url.PathUnescape(message); err == nil {
		message = plain
	}
	return Status{uint32(code), message}, nil
}

// named returns the name of a code that is written as a number or a name.
func named(text string) string {
	if n, err := strconv.ParseUint(text, 10, 32); err == nil {
		return Status{Code: uint32(n)}.String()
	}
	return strings.ToUpper(text)
}

// The entries of metadata that are not sent as such.
const (
	statusKey  = "grpc-status"
	messageKey = "grpc-message"
)

// ExpectedStatus returns the name of the status that a reply expects, "OK" where it says nothing.
func ExpectedStatus(p *contract.Payload) string {
	for _, m := range p.Metadata {
		if strings.EqualFold(m.Key, statusKey) {
			return named(m.Value.Text)
		}
	}
	return codes[0]
}

// Headers adds the metadata of a message that is sent, with generated values, to the headers of its call.
func Headers(to http.Header, p *contract.Payload, from match.Source) error {
	only := &contract.Payload{}
	for _, m := range p.Metadata {
		if !isContentType(m.Key) && !strings.HasPrefix(strings.ToLower(m.Key), ":") {
			only.Metadata = append(only.Metadata, m)
		}
	}
	for _, g := range p.Generators {
		if g.Category == contract.InMetadata {
			only.Generators = append(only.Generators, g)
		}
	}
	filled, errs := match.FillMessage(only, from)
	if len(errs) > 0 {
		return errs[0]
	}
	for _, m := range filled.Metadata {
		for _, value := range valuesOf(m.Value) {
			if !isHeader(m.Key) || strings.ContainsAny(value, "\r\n\x00") {
				return fmt.Errorf("the metadata %q can't be sent", short(m.Key))
			}
			to.Add(m.Key, value)
		}
	}
	return nil
}

func isHeader(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_.", c))
	})
}

func valuesOf(v *spec.Value) []string {
	if v.Kind != spec.List {
		return []string{v.Text}
	}
	var all []string
	for _, item := range v.Items {
		all = append(all, item.Text)
	}
	return all
}

// metadata compares the status, if it is known, and the metadata of a reply with those of a call.
func metadata(expected *contract.Payload, status *Status, came http.Header) []match.Mismatch {
	want, got := &contract.Payload{}, &contract.Payload{}
	for _, r := range contract.In(expected.Rules, contract.InMetadata) {
		lower := *r
		lower.Path = contract.Named(strings.ToLower(r.Path.Text))
		want.Rules = append(want.Rules, &lower)
	}
	add := func(key string, v *spec.Value) {
		want.Metadata = append(want.Metadata, spec.Member{Key: strings.ToLower(key), KeySpan: v.Span, Value: v})
	}
	told := false
	for _, m := range expected.Metadata {
		switch key := strings.ToLower(m.Key); {
		case isContentType(key), status == nil && (key == statusKey || key == messageKey):
		case key == statusKey:
			told = true
			name := contract.Text(named(m.Value.Text))
			name.Span = m.Value.Span
			add(key, name)
		default:
			add(key, m.Value)
		}
	}
	if status != nil && !told {
		name := contract.Text(codes[0])
		name.Span = expected.Span
		add(statusKey, name)
	}
	for _, name := range slices.Sorted(maps.Keys(came)) {
		if key := strings.ToLower(name); key != statusKey && key != messageKey {
			got.Metadata = append(got.Metadata, spec.Member{Key: key, Value: contract.Text(strings.Join(came[name], ", "))})
		}
	}
	if status != nil {
		got.Metadata = append(got.Metadata, spec.Member{Key: statusKey, Value: contract.Text(status.String())},
			spec.Member{Key: messageKey, Value: contract.Text(status.Message)})
	}
	return asStatus(match.Message(want, got), status)
}

// asStatus makes mismatches of the status of those that are found in metadata.
func asStatus(found []match.Mismatch, status *Status) []match.Mismatch {
	for i := range found {
		if m := &found[i]; m.Kind == match.Metadata && strings.Contains(m.Path, statusKey) {
			m.Kind, m.Path = match.Status, ""
			m.Expected, m.Actual = strings.Trim(m.Expected, `"`), strings.Trim(m.Actual, `"`)
			m.Message = fmt.Sprintf("expected the status %s, but got %s", m.Expected, m.Actual)
			if status.Message != "" {
				m.Message += ": " + short(status.Message)
			}
		}
	}
	return found
}
