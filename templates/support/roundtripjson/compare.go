package roundtripjson

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// comparison is of what was sent with what came back.
type comparison struct {
	at    *value // where a member was added that the contract doesn't name; nil: nowhere
	loose bool   // members may be missing
}

// differ names the first place where two values say something else; "" for none.
func (c *comparison) differ(sent, back *value, path string) string {
	if sent.kind != back.kind {
		return fmt.Sprintf("%s is of another kind", at(path))
	}
	switch sent.kind {
	case object:
		return c.members(sent, back, path)
	case list:
		if len(sent.values) != len(back.values) {
			return fmt.Sprintf("%s has %d items instead of %d", at(path), len(back.values), len(sent.values))
		}
		for i, item := range sent.values {
			if w := c.differ(item, back.values[i], path+"["+strconv.Itoa(i)+"]"); w != "" {
				return w
			}
		}
	case number:
		if !sameNumber(sent.text, back.text, sent.lenient) {
			return fmt.Sprintf("%s is %s instead of %s", at(path), back.text, sent.text)
		}
	default:
		if sent.text != back.text && !sameInstant(sent.text, back.text) {
			return fmt.Sprintf("%s is %s instead of %s", at(path), shown(back.text), shown(sent.text))
		}
	}
	return ""
}

func at(path string) string {
	if path == "" {
		return "it"
	}
	return strings.TrimPrefix(path, ".")
}

func (c *comparison) members(sent, back *value, path string) string {
	for i, key := range sent.keys {
		there := back.member(key)
		if there == nil && sent == c.at && key == unknownKey {
			continue // types without room for what they don't know leave it out
		}
		if there == nil && c.loose {
			continue
		}
		if there == nil {
			return fmt.Sprintf("%s is missing", at(path+"."+key))
		}
		if w := c.differ(sent.values[i], there, path+"."+key); w != "" {
			return w
		}
	}
	for _, key := range back.keys {
		if sent.member(key) == nil {
			return fmt.Sprintf("%s was not there", at(path+"."+key))
		}
	}
	return ""
}

// sameNumber compares numbers as what their place holds: exactly, or as binary ones.
func sameNumber(a, b string, as leniency) bool {
	size := 64
	if as == single {
		size = 32
	}
	if as != exact {
		x, errX := strconv.ParseFloat(a, size)
		y, errY := strconv.ParseFloat(b, size)
		return errX == nil && errY == nil && x == y && math.Signbit(x) == math.Signbit(y)
	}
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return a == b || okX && okY && x.Cmp(y) == 0
}

// sameInstant reports whether two texts are the same point in time, which may be written in several ways.
func sameInstant(a, b string) bool {
	x, errX := time.Parse(time.RFC3339Nano, a)
	y, errY := time.Parse(time.RFC3339Nano, b)
	return errX == nil && errY == nil && x.Equal(y)
}
