package wellknown

import "strings"

// IP reports whether s is an IPv4 or IPv6 address.
func IP(s string) bool { return IPv4(s) || IPv6(s) }

// IPv4 reports whether s is an address in dotted decimal form, without leading zeros.
func IPv4(s string) bool {
	_, ok := parse4(s)
	return ok
}

// IPv6 reports whether s is an address of RFC 4291, with or without a zone.
func IPv6(s string) bool {
	_, zone, ok := parse6(s, false)
	return ok && (zone == "" || len(zone) > 1)
}

// IPPrefix reports whether s is an address with the length of a prefix; strict: whose other bits are zero.
func IPPrefix(s string, strict bool) bool { return IPv6Prefix(s, strict) || IPv4Prefix(s, strict) }

// IPv4Prefix is IPPrefix for IPv4.
func IPv4Prefix(s string, strict bool) bool {
	address, length, _ := strings.Cut(s, "/")
	bits, ok := parse4(address)
	n := decimal(length, 32)
	return ok && n >= 0 && (!strict || bits<<n == 0)
}

// IPv6Prefix is IPPrefix for IPv6, whose zone is refused.
func IPv6Prefix(s string, strict bool) bool {
	address, length, more := strings.Cut(s, "/")
	bits, zone, ok := parse6(address, more)
	n := decimal(length, 128)
	return ok && zone == "" && n >= 0 && (!strict || empty(bits, n))
}

// empty reports whether all bits from the nth are zero.
func empty(bits [2]uint64, n int) bool {
	if n >= 64 {
		return bits[1]<<(n-64) == 0
	}
	return bits[0]<<n == 0 && bits[1] == 0
}

func parse4(s string) (bits uint32, ok bool) {
	for i := range 4 {
		part, rest, more := strings.Cut(s, ".")
		n := decimal(part, 255)
		if n < 0 || more != (i < 3) {
			return 0, false
		}
		bits, s = bits<<8|uint32(n), rest
	}
	return bits, true
}

// six is an IPv6 address that is being read.
type six struct {
	pieces [8]uint16
	count  int
	gap    int // where :: stands among the pieces; -1: nowhere
}

// parse6 returns the bits of an address and its zone with the percent sign, which may be alone.
// More says that something follows the address, which lets it end with a colon, as protovalidate does.
func parse6(s string, more bool) (bits [2]uint64, zone string, ok bool) {
	if i := strings.IndexByte(s, '%'); i >= 0 {
		s, zone = s[:i], s[i:]
	}
	a := six{gap: -1}
	dotted, ok := a.read(s, more || zone != "")
	// The dotted form ends an address: neither a zone follows, nor is it held against the count of pieces.
	if !ok || dotted && zone != "" || !dotted && !a.whole() {
		return bits, "", false
	}
	return a.bits(), zone, true
}

func (a *six) whole() bool {
	if a.gap >= 0 {
		return a.count < 8
	}
	return a.count == 8
}

// read takes pieces until the end of s, or until a dotted IPv4 address that ends it.
func (a *six) read(s string, more bool) (dotted, ok bool) {
	begins := strings.HasPrefix(s, ":") && !strings.HasPrefix(s, "::")
	ends := strings.HasSuffix(s, ":") && !strings.HasSuffix(s, "::") && !more
	for first := s; s != "" && !begins && !ends; {
		switch {
		case strings.HasPrefix(s, ":::"), strings.HasPrefix(s, "::") && a.gap >= 0:
			return false, false
		case strings.HasPrefix(s, "::"):
			a.gap, s = a.count, s[2:]
		case s[0] == ':':
			s = s[1:]
		case (a.gap >= 0 || a.count == 6) && isDotted(s):
			return true, a.readDotted(s)
		default:
			n := run(s, isHex)
			if n == 0 || n > 4 || len(s) < len(first) && first[len(first)-len(s)-1] != ':' {
				return false, false
			}
			a.add(hexadecimal(s[:n]))
			s = s[n:]
		}
	}
	return false, !begins && !ends
}

// isDotted reports whether s begins with what can only be an IPv4 address.
func isDotted(s string) bool {
	return run(s, func(c byte) bool { return isDigit(c) || c == '.' }) >= len("0.0.0.0")
}

func (a *six) readDotted(s string) bool {
	bits, ok := parse4(s)
	a.add(uint16(bits >> 16))
	a.add(uint16(bits))
	return ok
}

func (a *six) add(piece uint16) {
	if a.count < 8 {
		a.pieces[a.count] = piece
	}
	a.count++
}

// run returns how many bytes at the beginning of s are of a class.
func run(s string, class func(byte) bool) int {
	n := 0
	for n < len(s) && class(s[n]) {
		n++
	}
	return n
}

func hexadecimal(s string) (n uint16) {
	for i := range len(s) {
		c := s[i]
		switch {
		case isDigit(c):
			n = n<<4 | uint16(c-'0')
		default:
			n = n<<4 | uint16(c|0x20-'a'+10)
		}
	}
	return n
}

// bits fills the gap with zeros.
func (a *six) bits() (bits [2]uint64) {
	if a.count > 8 {
		return bits
	}
	var full [8]uint16
	copy(full[:], a.pieces[:a.count])
	if a.gap >= 0 && a.count < 8 {
		full = [8]uint16{}
		copy(full[:], a.pieces[:a.gap])
		copy(full[8-(a.count-a.gap):], a.pieces[a.gap:a.count])
	}
	for i, piece := range full {
		bits[i/4] = bits[i/4]<<16 | uint64(piece)
	}
	return bits
}
