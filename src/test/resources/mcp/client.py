"""What the client of PyPI's mcp sees of a hub: python client.py <url> <token> <mode>, mode legacy or 2026-07-28."""

import asyncio
import json
import sys

import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult


async def main(url, token, mode):
    asked = []
    progress = []

    async def confirm(context, params):
        asked.append(params.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async def moves(progress_now, total, message):
        progress.append(progress_now)

    http = httpx2.AsyncClient(headers={"Authorization": "Bearer " + token}, timeout=30)
    transport = streamable_http_client(url, http_client=http)
    async with Client(transport, mode=mode, elicitation_callback=confirm) as client:
        tools = await client.list_tools()
        greeted = await client.call_tool("greet", {"what": "Zoë"}, progress_callback=moves)
        weighed = await client.call_tool("weigh", {"what": "pen"})
        failed = await client.call_tool("fail", {})
        wiped = await client.call_tool("wipe", {"what": "disk"})
        print(
            json.dumps(
                {
                    "version": client.protocol_version,
                    "tools": [tool.name for tool in tools.tools],
                    "greeted": greeted.content[0].text,
                    "grams": weighed.structured_content["grams"],
                    "failed": failed.is_error,
                    "wiped": wiped.content[0].text,
                    "asked": asked,
                    "progress": progress,
                }
            )
        )


asyncio.run(main(*sys.argv[1:]))
