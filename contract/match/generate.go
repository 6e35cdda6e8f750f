package match

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// Source is where generated values come from: nothing here looks at a clock or rolls dice by itself.
type Source struct {
	Now    time.Time
	Random *rand.Rand
	States map[string]*spec.Value // what setting up the provider states returned
	Server string                 // the base URL of the mock server, without a slash at the end
}

// Generate returns the value that replaces the example. The error says what the generator asks for
// that can't be made.
func Generate(g *contract.Generator, example *spec.Value, from Source) (*spec.Value, error) {
	switch g.Kind {
	case contract.RandomInt:
		return likewise(example)(randomInt(g, from))
	case contract.RandomDecimal:
		return likewise(example)(randomDecimal(g, from))
	case contract.RandomHexadecimal:
		return characters(cmp.Or(g.Digits, usual), "digits", "0123456789ABCDEF", from)
	case contract.RandomString:
		return characters(cmp.Or(g.Size, usual), "size", letters, from)
	case contract.RandomRegex:
		return randomMatch(g.Regex, from.Random)
	case contract.RandomUUID:
		return randomUUID(g.Format, from)
	case contract.RandomBoolean:
		return contract.Flag(from.Random.IntN(2) == 0), nil
	case contract.CurrentDate, contract.CurrentTime, contract.CurrentDateTime:
		return moment(g, from)
	case contract.ProviderState:
		return fromState(g, from)
	case contract.MockServerURL:
		return serverURL(g, from)
	}
	return example, fmt.Errorf("the generator %q is not known", g.Name)
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func randomInt(g *contract.Generator, from Source) (*spec.Value, error) {
	low, high := int64(0), int64(1<<31-1)
	if g.Min != nil {
		low = *g.Min
	}
	if g.Max != nil {
		high = *g.Max
	}
	if low > high {
		return nil, fmt.Errorf("there is no number between min %d and max %d", low, high)
	}
	span := uint64(high) - uint64(low) // right even where the difference does not fit an int64
	if span == ^uint64(0) {
		return contract.Whole(int64(from.Random.Uint64())), nil
	}
	return contract.Whole(int64(uint64(low) + from.Random.Uint64N(span+1))), nil
}

// likewise makes a text of a number where the example is one: consumers that write numbers in quotes do
// so for all of them.
func likewise(example *spec.Value) func(*spec.Value, error) (*spec.Value, error) {
	return func(made *spec.Value, err error) (*spec.Value, error) {
		if err == nil && example != nil && example.Kind == spec.Str {
			made.Kind = spec.Str
		}
		return made, err
	}
}

// usual is how many digits or letters are made where the contract doesn't say it.
const usual = 10

// longestText bounds what a generator makes.
const longestText = 1 << 16

// randomDecimal makes a number of so many digits with a point somewhere among them.
func randomDecimal(g *contract.Generator, from Source) (*spec.Value, error) {
	n := cmp.Or(g.Digits, usual)
	if n < 2 || n > longestText {
		return nil, fmt.Errorf("a decimal number has from 2 to %d digits, not %d", longestText, n)
	}
	digits := make([]byte, n)
	for i := range digits {
		digits[i] = byte('0' + from.Random.IntN(10))
	}
	point := 1 + from.Random.IntN(n-1)
	if point > 1 && digits[0] == '0' {
		digits[0] = '1'
	}
	return &spec.Value{Kind: spec.Num, Text: string(digits[:point]) + "." + string(digits[point:])}, nil
}

func characters(n int, name, alphabet string, from Source) (*spec.Value, error) {
	if n < 1 || n > longestText {
		return nil, fmt.Errorf("%q must be from 1 to %d, not %d", name, longestText, n)
	}
	text := make([]byte, n)
	for i := range text {
		text[i] = alphabet[from.Random.IntN(len(alphabet))]
	}
	return contract.Text(string(text)), nil
}

// randomUUID makes a UUID of version 4 (RFC 9562).
func randomUUID(format string, from Source) (*spec.Value, error) {
	high := from.Random.Uint64()&^0xf000 | 0x4000
	low := from.Random.Uint64()&^(3<<62) | 1<<63
	text := fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xffff, high&0xffff, low>>48, low&(1<<48-1))
	switch format {
	case "", "lower-case-hyphenated":
	case "upper-case-hyphenated":
		text = strings.ToUpper(text)
	case "simple":
		text = strings.ReplaceAll(text, "-", "")
	case "URN":
		text = "urn:uuid:" + text
	default:
		return nil, fmt.Errorf("the format %q of UUIDs is not known", format)
	}
	return contract.Text(text), nil
}

// fromState takes a value that setting up the provider states returned, or fills several into a text.
func fromState(g *contract.Generator, from Source) (*spec.Value, error) {
	if v := from.States[g.Expression]; v != nil {
		return typedAs(v, g.DataType)
	}
	if !strings.Contains(g.Expression, "${") {
		return nil, fmt.Errorf("the provider states returned no %q", g.Expression)
	}
	var filled strings.Builder
	rest := g.Expression
	for {
		before, after, found := strings.Cut(rest, "${")
		filled.WriteString(before)
		if !found {
			return typedAs(contract.Text(filled.String()), g.DataType)
		}
		name, tail, closed := strings.Cut(after, "}")
		v := from.States[name]
		switch {
		case !closed:
			return nil, fmt.Errorf("${ is never closed in the expression %q", g.Expression)
		case v == nil:
			return nil, fmt.Errorf("the provider states returned no %q", name)
		case before == "" && tail == "" && filled.Len() == 0:
			return typedAs(v, g.DataType)
		}
		filled.WriteString(text(v))
		rest = tail
	}
}

// typedAs returns the value as the type that the generator names.
func typedAs(v *spec.Value, dataType string) (*spec.Value, error) {
	as := text(v)
	switch strings.ToUpper(dataType) {
	case "", "RAW":
		return v, nil
	case "STRING":
		return contract.Text(as), nil
	case "INTEGER":
		return &spec.Value{Kind: spec.Num, Text: as}, fit(isInteger(as) && isLiteral(as), "%q is no integer", short(as))
	case "DECIMAL", "FLOAT":
		if isInteger(as) {
			as += ".0"
		}
		return &spec.Value{Kind: spec.Num, Text: as}, fit(isLiteral(as), "%q is no number", short(as))
	case "BOOLEAN":
		return &spec.Value{Kind: spec.Bool, Text: as}, fit(as == "true" || as == "false", "%q is no boolean", short(as))
	}
	return nil, fmt.Errorf("the data type %q is not known", dataType)
}

// isLiteral reports whether a text is a number as JSON writes it.
func isLiteral(text string) bool {
	v, err := parseJSON([]byte(text))
	return err == nil && v.Kind == spec.Num
}

// serverURL puts the part of the example that the pattern keeps behind the address of the server.
func serverURL(g *contract.Generator, from Source) (*spec.Value, error) {
	if from.Server == "" {
		return nil, errors.New("there is no mock server whose address could be written")
	}
	re, err := regexp.Compile(g.Regex)
	if err != nil {
		return nil, fmt.Errorf("the pattern %q is not known: %w", g.Regex, err)
	}
	kept := re.FindStringSubmatch(g.Example)
	if len(kept) < 2 {
		return nil, fmt.Errorf("the pattern %q keeps nothing of the example %q", g.Regex, g.Example)
	}
	return contract.Text(strings.TrimSuffix(from.Server, "/") + kept[1]), nil
}
