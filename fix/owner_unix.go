//go:build unix

package fix

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file the owner and group of another: a command that runs as root, as in
// containers, must not take files away from their users. Others do what they may.
func keepOwner(root *os.Root, name string, like fs.FileInfo) error {
	stat, ok := like.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	err := root.Lchown(name, int(stat.Uid), int(stat.Gid))
	if os.Geteuid() != 0 {
		return nil
	}
	return err
}
