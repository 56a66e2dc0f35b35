# Runs one PostgreSQL server until standard input closes, which the death of the test process does,
# whatever it dies of. Then nothing is left: no process, no folder.
# Arguments: the folder, the folder of the programs, the port, then what to put before each command.
folder=$1 programs=$2 port=$3
shift 3
exec 3<&0 </dev/null

"$@" "$programs/initdb" --no-sync --auth=trust --username=liaison --encoding=UTF8 \
    --locale=C.UTF-8 --pgdata="$folder/data" >"$folder/log" 2>&1 &&
{
    "$@" "$programs/postgres" -D "$folder/data" -p "$port" -k "$folder" \
        -c listen_addresses=127.0.0.1 -c max_connections=300 -c shared_buffers=32MB \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        -c wal_level=minimal -c max_wal_senders=0 -c timezone=UTC >>"$folder/log" 2>&1 3<&- &
    server=$!
    { read -r _ <&3; kill -QUIT "$server"; } &
    watcher=$!
    wait "$server"
    kill "$watcher"
}
cat "$folder/log"
rm -rf "$folder"
